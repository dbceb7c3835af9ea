import { http } from "./http";
import type { Community } from "./shapes";

export interface SetupForm {
  username: string;
  password: string;
  display_name: string;
  name: string;
  slug: string;
  purpose: string;
  audience: string;
  slogan: string;
  rules: string;
  locale: string;
}

export const fetchSetup = () => http.get<{ needed: boolean }>("setup/");
export const setUp = (form: SetupForm) => http.post<Community>("setup/", form);
