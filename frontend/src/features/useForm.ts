import { ref, shallowRef } from "vue";

import { type ApiError, asApiError } from "@/api/http";
import { useExplain, useI18n } from "@/i18n";

/** Sends once at a time; says what went wrong beside the field that it belongs to, or for the form as a whole. */
export function useForm<T>(submit: () => Promise<T>) {
  const explain = useExplain();
  const { t, te } = useI18n();
  const busy = ref(false);
  const error = shallowRef<ApiError | null>(null);

  async function send(): Promise<T | undefined> {
    if (busy.value) return undefined;
    busy.value = true;
    error.value = null;
    try {
      return await submit();
    } catch (reason) {
      error.value = asApiError(reason);
      return undefined;
    } finally {
      busy.value = false;
    }
  }

  function reasonOf(field: string): string | undefined {
    const fields = error.value?.data.fields as Record<string, string> | undefined;
    return error.value?.data.field === field ? error.value.code : fields?.[field];
  }

  function faultOf(field: string): string | undefined {
    const reason = reasonOf(field);
    if (!reason || !error.value) return undefined;
    if (reason === error.value.code) return explain(error.value);
    return te(`input.${reason}`) ? t(`input.${reason}`) : t("input.invalid");
  }

  function fault(...fields: string[]): string | undefined {
    if (!error.value || fields.some(reasonOf)) return undefined;
    return explain(error.value);
  }

  return { busy, error, send, faultOf, fault };
}
