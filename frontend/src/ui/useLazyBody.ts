import { type Component, onDeactivated, type Ref, ref, shallowRef, watch } from "vue";

/** What opens at a button comes when the button is approached, and is in use from the first time that it opens. */
export function useLazyBody<C extends Component>(fetchBody: () => Promise<{ default: C }>, open: Ref<boolean>) {
  const fetched = shallowRef<C | null>(null);
  const body = shallowRef<C | null>(null);
  const asked = ref(false);

  async function approach(): Promise<void> {
    fetched.value ??= (await fetchBody()).default;
  }

  async function ask(): Promise<void> {
    if (asked.value) return;
    asked.value = true;
    await approach().catch(() => {});
    asked.value = false;
    body.value = fetched.value;
    if (body.value) open.value = true;
  }

  watch(open, (now) => now && !body.value && void ask(), { immediate: true });
  // It lies over the page, and would stay there when its button goes.
  onDeactivated(() => (open.value = false));
  return { body, approach: () => void approach().catch(() => {}), ask: () => void ask() };
}
