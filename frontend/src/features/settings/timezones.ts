interface IntlWithZones {
  supportedValuesOf?: (key: "timeZone") => string[];
}

/** Every zone that this browser knows; the one in use is always among them. */
export function timezones(current?: string): string[] {
  const known = (Intl as IntlWithZones).supportedValuesOf?.("timeZone") ?? [];
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return [...new Set([current, here, ...known])].filter((zone): zone is string => Boolean(zone)).sort();
}
