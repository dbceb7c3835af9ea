import { passStep } from "@/api/joining";
import { useForm } from "@/features/useForm";

/** What a step does when somebody goes on, and how they pass it by. */
export function useStep(slug: string, name: string, act: () => Promise<number | void>, done: (room?: number) => void) {
  const going = useForm(async () => {
    const room = await act();
    done(room ?? undefined);
  });
  const skipping = useForm(async () => {
    await passStep(slug, name);
    done();
  });
  return { busy: going.busy, go: going.send, skip: skipping.send, fault: () => going.fault() ?? skipping.fault() };
}
