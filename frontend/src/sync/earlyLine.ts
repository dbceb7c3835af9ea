import { socketProtocols } from "@/api/http";

import { EarlyWire } from "./EarlyWire";
import type { Wire } from "./Socket";

let early: EarlyWire | null = null;

/** Connects before it is known who reads, which is asked at the same time: the server knows by the session. */
export function openEarly(): void {
  early = new EarlyWire(newWire());
}

/** The connection that was opened early, once; else a new one. */
export function openWire(): Wire {
  const taken = early?.take();
  early = null;
  return taken ?? newWire();
}

function newWire(): Wire {
  const scheme = location.protocol === "https:" ? "wss" : "ws";
  return new WebSocket(`${scheme}://${location.host}/ws/v1/`, socketProtocols()) as Wire;
}
