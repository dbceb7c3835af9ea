import { readonly, ref } from "vue";

export interface Toast {
  id: number;
  text: string;
  tone: "plain" | "good" | "danger";
  action?: { label: string; run: () => void; testid?: string };
}

const toasts = ref<Toast[]>([]);
let last = 0;

function dismiss(id: number): void {
  toasts.value = toasts.value.filter((toast) => toast.id !== id);
}

/** Says something short and lets it go by itself; errors that belong to an item stand on the item instead. */
function show(text: string, options: Partial<Omit<Toast, "id" | "text">> & { stay?: number } = {}): number {
  const { stay = options.action ? 9000 : 4500, ...rest } = options;
  const id = ++last;
  toasts.value = [...toasts.value.slice(-2), { id, text, tone: "plain", ...rest }];
  setTimeout(() => dismiss(id), stay);
  return id;
}

export const useToast = () => ({ toasts: readonly(toasts), show, dismiss });
