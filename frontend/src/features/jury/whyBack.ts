/** Why a jury gave a case back, as far as there are words for it. */
export function whyBack(refusal: unknown): "too_few" | "no_quorum" | "refused" {
  return refusal === "too_few" || refusal === "no_quorum" ? refusal : "refused";
}
