import { http } from "./http";
import type { Erasure, Export, MyData } from "./shapes";

export const fetchMyData = () => http.get<MyData>("me/data/");
export const askForExport = () => http.post<Export>("me/exports/");
export const exportAddress = (id: number) => `/api/v1/me/exports/${id}/file/`;
export const askForErasure = (form: { password: string; words: Erasure["words"] }) => http.put<Erasure>("me/erasure/", form);
export const takeErasureBack = () => http.delete<object>("me/erasure/");
