/* The keys of the queue. What a key does, a button, a link or a field of the page does too, and without this file. */
"use strict";

(() => {
  const TYPING = 'textarea, select, input:not([type="radio"])';
  const decides = document.querySelector("[data-decides]");
  const stages = decides ? [...decides.querySelectorAll("[data-digits]")] : [];

  /** The radio that stands for a whole group: the chosen one, or else the first. */
  const radioOf = (stage) => stage.querySelector(":checked") || stage.querySelector("input");
  const stageInUse = () => stages.find((stage) => stage.contains(document.activeElement)) || stages[0];

  /** A digit chooses in the stage in which one is, and leads to the next stage. */
  function choose(digit) {
    const stage = stageInUse();
    const choice = stage && stage.querySelector(`[data-digit="${digit}"]`);
    if (!choice) return false;
    choice.control.checked = true;
    radioOf(stages[stages.indexOf(stage) + 1] || stage).focus();
    return true;
  }

  /** Enter decides wherever it has no meaning of its own, once something is chosen. */
  function decide() {
    const here = document.activeElement;
    const isFree = here === document.body || stages.some((stage) => stage.contains(here));
    if (!stages.length || !isFree || !stages[0].querySelector(":checked")) return false;
    decides.querySelector("[data-submit]").click();
    return true;
  }

  function follow(key) {
    const found = document.querySelector(`[data-key="${CSS.escape(key.toUpperCase())}"]`);
    if (!found) return false;
    if (found.matches(TYPING)) found.focus();
    else found.click();
    return true;
  }

  function back() {
    if (stages.length) radioOf(stages[0]).focus();
    else document.activeElement.blur();
  }

  function isDone(key) {
    if (key === "Enter") return decide();
    if (/^\d$/.test(key)) return choose(key);
    return key.length === 1 && follow(key);
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat) return;
    if (event.key === "Escape") return back();
    if (!event.target.closest(TYPING) && isDone(event.key)) event.preventDefault();
  });

  // Whoever presses Enter twice means one decision.
  let isSent = false;
  if (decides)
    decides.addEventListener("submit", (event) => {
      if (isSent) event.preventDefault();
      isSent = true;
    });
  // A page that comes back out of the browser's memory can be sent again.
  window.addEventListener("pageshow", () => (isSent = false));
})();
