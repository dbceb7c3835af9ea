import { computed, onMounted, ref, shallowRef } from "vue";

import { type CapsuleOrigin, draftCapsule } from "@/api/capsules";
import { type ApiError, asApiError } from "@/api/http";
import type { Capsule, CapsuleKind, CapsulePart } from "@/api/shapes";
import { useCapsules } from "@/stores/capsules";
import { useCommunities } from "@/stores/communities";

import { isFounded, tidied, withNewLine, withoutLine, withText } from "./parts";

/** A capsule while a person works on it: a draft from a talk, or one that is kept already. */
export function useCapsuleEditor(from: CapsuleOrigin | null, kept: Capsule | null) {
  const capsules = useCapsules();
  const communities = useCommunities();
  const title = ref(kept?.title ?? "");
  const parts = shallowRef<CapsulePart[]>(kept?.parts ?? []);
  const byModel = ref(false);
  const sent = ref<string | null>(null);
  const loading = ref(kept === null);
  const busy = ref(false);
  const error = shallowRef<ApiError | null>(null);
  const failed = shallowRef<ApiError | null>(null);
  const ready = computed(() => !loading.value && title.value.trim() !== "" && isFounded(parts.value));

  /** A draft stores nothing; asking again replaces what stands here. */
  async function draft(): Promise<void> {
    if (!from) return;
    loading.value = true;
    failed.value = null;
    try {
      const made = await draftCapsule(from);
      title.value = made.title;
      parts.value = made.parts;
      byModel.value = made.by_model;
      sent.value = made.sent;
    } catch (reason) {
      failed.value = asApiError(reason);
    } finally {
      loading.value = false;
    }
  }

  async function save(): Promise<Capsule | null> {
    if (!ready.value || busy.value) return null;
    busy.value = true;
    error.value = null;
    const form = { title: title.value.trim(), parts: tidied(parts.value) };
    try {
      return await (kept ? capsules.update(kept.id, form) : capsules.create(communities.slug ?? "", { ...form, ...from }));
    } catch (reason) {
      error.value = asApiError(reason);
      return null;
    } finally {
      busy.value = false;
    }
  }

  onMounted(() => {
    if (!kept) void draft();
  });

  return {
    title, parts, byModel, sent, loading, busy, error, failed, ready, draft, save,
    write: (part: number, line: number, text: string) => (parts.value = withText(parts.value, part, line, text)),
    remove: (part: number, line: number) => (parts.value = withoutLine(parts.value, part, line)),
    add: (kind: CapsuleKind) => (parts.value = withNewLine(parts.value, kind)),
  };
}
