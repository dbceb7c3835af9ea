import type { Plugin } from "vite";

export const MODULE = /\/reka-ui\/dist\/shared\/useId\.js$/;
const ALL = 'import * as vue from "vue";';
const ONE = 'import { useId as ownId } from "vue";\nconst vue = { useId: ownId };';

/** One module of a library imports Vue as a whole to see whether it has `useId`: then all of Vue comes with the first load. */
export const namedVue = (): Plugin => ({
  name: "named-vue",
  apply: "build",
  transform: {
    filter: { id: MODULE },
    handler(code) {
      if (!code.includes(ALL)) throw new Error("reka-ui asks for useId in another way: this plugin may go.");
      return { code: code.replace(ALL, ONE), map: null };
    },
  },
});
