interface Policy {
  createScriptURL(address: string): string;
}
interface Policies {
  createPolicy(name: string, rules: Policy): Policy;
}

const WORKER = "/sw.js";

/** The one script that a page starts by its address. Browsers that know Trusted Types ask for a word that it is meant. */
export function workerAddress(): string {
  const policies = (window as Window & { trustedTypes?: Policies }).trustedTypes;
  return policies ? policies.createPolicy("oxbow", { createScriptURL: () => WORKER }).createScriptURL(WORKER) : WORKER;
}
