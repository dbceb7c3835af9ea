import { useLocalStorage } from "@vueuse/core";

/** Answers as they are written, by question: they outlive a reload, and a question that was put otherwise begins anew. Like every draft they go when somebody signs out. */
export function useAnswers(slug: string) {
  const answers = useLocalStorage<Record<string, string>>(`oxbow.draft.apply.${slug}`, {});
  const clear = () => {
    answers.value = null as never; // takes the key out of the storage
  };
  return { answers, clear };
}
