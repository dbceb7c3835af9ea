import { http } from "./http";
import type { EditWishes, Wishes } from "./shapes";

export const fetchWishes = () => http.get<Wishes>("me/digests/");
export const updateWishes = (changes: EditWishes) => http.patch<Wishes>("me/digests/", changes);
