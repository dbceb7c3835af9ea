import { http } from "./http";
import type { Community, SetUp } from "./shapes";

export const fetchSetup = () => http.get<{ needed: boolean }>("setup/");
export const setUp = (form: SetUp) => http.post<Community>("setup/", form);
