import { type Edit, edited, type Written } from "./edit";

export const writtenIn = (field: HTMLTextAreaElement): Written => ({ text: field.value, start: field.selectionStart, end: field.selectionEnd });

/** As if it had been typed, so that the browser can undo it. */
function typed(edit: Edit): boolean {
  if (typeof document.execCommand !== "function") return false;
  return edit.insert ? document.execCommand("insertText", false, edit.insert) : document.execCommand("delete");
}

/** Changes what stands in a field; whoever listens for input hears of it. */
export function apply(field: HTMLTextAreaElement, edit: Edit): void {
  const wanted = edited(field.value, edit);
  field.focus();
  field.setSelectionRange(edit.from, edit.to);
  if (!typed(edit) || field.value !== wanted) {
    field.value = wanted;
    field.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertText", data: edit.insert }));
  }
  field.setSelectionRange(edit.start, edit.end);
}
