import { http } from "./http";
import type { EditUser, Me, User } from "./shapes";

export type { Me, User };

export const fetchMe = () => http.get<Me>("me/");
export const updateMe = (changes: EditUser) => http.patch<User>("account/", changes);
