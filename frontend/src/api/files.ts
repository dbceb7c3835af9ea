import { http, type List } from "./http";
import type { CarriedFile, File as Kept } from "./shapes";

export const listRoomFiles = (room: number, kind: Kept["kind"], after: string | null) =>
  http.get<List<CarriedFile>>(`rooms/${room}/files/`, { kind, after });
