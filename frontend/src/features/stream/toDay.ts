import { fetchPlaceAt } from "@/api/rooms";

import { beginOf } from "./days";

/** The place of the first message of a day on the reader's own clock. */
export const placeOfDay = (room: number, day: string): Promise<number | null> => fetchPlaceAt(room, beginOf(day));
