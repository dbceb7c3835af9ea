import { useI18n } from "@/i18n";

import { useToast } from "./toast";

/** The clipboard API exists only on secure pages; a chat opened over plain http in a local network must copy too. */
async function copyText(text: string): Promise<boolean> {
  if (navigator.clipboard) return navigator.clipboard.writeText(text).then(() => true, () => false);
  const field = document.createElement("textarea");
  field.value = text;
  field.style.position = "fixed";
  field.style.opacity = "0";
  document.body.append(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  return done;
}

export function useCopy() {
  const { t } = useI18n();
  const toast = useToast();
  return async (text: string) => {
    if (await copyText(text)) toast.show(t("ui.copied"), { tone: "good", stay: 2000 });
    else toast.show(text, { stay: 12_000 });
  };
}
