import type { Room } from "@/api/shapes";

/** A direct room is called by the other person's name. */
export const titleOf = (room: Room) => (room.kind === "direct" ? (room.peer?.name ?? room.name) : room.name);
