import type { Option, Source } from "@/features/writing";

import { type Command, type CommandId, COMMANDS } from "./commands";

interface Ports {
  /** Which of them can do something here. */
  can: (id: CommandId) => boolean;
  /** Name and effect in the language of the page. */
  words: (id: CommandId) => { name: string; about: string };
  run: (id: CommandId) => void;
}

/** Commands by their names in any language. */
export function commandSource({ can, words, run }: Ports): Source {
  function option({ id, icon, wants }: Command): Option {
    const { name, about } = words(id);
    return { key: id, name: `/${name}`, text: `/${name} `, note: about, sign: { icon }, ...(!wants && { run: () => run(id) }) };
  }
  async function find(query: string): Promise<Option[]> {
    const begun = query.toLowerCase();
    return COMMANDS.filter((one) => can(one.id) && one.names.some((name) => name.startsWith(begun))).map(option);
  }
  return { trigger: "/", patience: 0, find };
}
