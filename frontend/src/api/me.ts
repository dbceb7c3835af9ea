import { http } from "./http";
import type { Community } from "./shapes";

export interface User {
  id: number;
  username: string;
  display_name: string;
  locale: string;
  timezone: string;
  hue: number;
  brief_hour: number;
  brief_on: boolean;
}
export interface Me {
  user: User | null;
  communities: Community[];
}

export const fetchMe = () => http.get<Me>("me/");
export const updateMe = (changes: Partial<Omit<User, "id" | "username">>) => http.patch<User>("me/", changes);
