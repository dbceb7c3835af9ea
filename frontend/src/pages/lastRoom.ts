const key = (slug: string) => `oxbow.last-room.${slug}`;

export const rememberRoom = (slug: string, room: number) => localStorage.setItem(key(slug), String(room));
export const lastRoom = (slug: string) => Number(localStorage.getItem(key(slug))) || null;
