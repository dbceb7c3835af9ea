/// <reference types="vite/client" />

declare module "pinyin-match/es/traditional" {
  export { default } from "pinyin-match";
}

declare module "*.json?first" {
  const words: Record<string, string>;
  export default words;
}

declare module "*.json?later" {
  const words: Record<string, string>;
  export default words;
}
