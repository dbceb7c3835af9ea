import { http } from "./http";
import type { CatchUp } from "./shapes";

export const fetchCatchUp = (room: number, after?: string | null) => http.get<CatchUp>(`rooms/${room}/catch-up/`, { after });
