import { defineStore } from "pinia";
import { computed, ref, shallowRef } from "vue";

interface InstallPrompt extends Event {
  prompt(): Promise<unknown>;
}

const alone = () => matchMedia("(display-mode: standalone)").matches || (navigator as Navigator & { standalone?: boolean }).standalone === true;
/** An iPad calls itself a Mac, but has a touch screen. */
const isApple = () => /iPhone|iPad|iPod/.test(navigator.userAgent) || (navigator.userAgent.includes("Mac") && navigator.maxTouchPoints > 1);

/** Whether this browser can put the app on the home screen. It is offered in the settings and nowhere else. */
export const useInstall = defineStore("install", () => {
  const offer = shallowRef<InstallPrompt | null>(null);
  const installed = ref(alone());

  const way = computed(() => {
    if (installed.value) return "installed" as const;
    if (offer.value) return "offer" as const;
    return isApple() ? ("apple" as const) : ("none" as const);
  });

  window.addEventListener("beforeinstallprompt", (event) => {
    event.preventDefault();
    offer.value = event as InstallPrompt;
  });
  window.addEventListener("appinstalled", () => {
    installed.value = true;
  });

  async function install(): Promise<void> {
    const asked = offer.value;
    offer.value = null;
    await asked?.prompt();
  }

  return { way, install };
});
