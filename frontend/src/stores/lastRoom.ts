const roomKey = (slug: string) => `oxbow.last-room.${slug}`;
const COMMUNITY = "oxbow.last-community";

export function rememberRoom(slug: string, room: number): void {
  localStorage.setItem(roomKey(slug), String(room));
  localStorage.setItem(COMMUNITY, slug);
}
export const lastRoom = (slug: string) => Number(localStorage.getItem(roomKey(slug))) || null;
export const lastCommunity = () => localStorage.getItem(COMMUNITY);
