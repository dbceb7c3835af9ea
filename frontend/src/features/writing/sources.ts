import { listMembers } from "@/api/members";
import { listCallable } from "@/api/roleCalls";
import { listRoomMembers } from "@/api/rooms";
import type { CallableRole, MemberRef, Room } from "@/api/shapes";
import { best, type ReadsLike } from "@/features/keyboard/rank";

import type { Option, Source } from "./Completion";
import { type RolesOf, rolesFor } from "./roleSource";

const MOST = 6;
const ALL = "all";
/** How long a hand rests between two letters of a name. */
const PATIENCE = 120;

export interface PeopleOf {
  slug: () => string;
  me: () => number | null;
  /** The room that is written in; none on the board. */
  room: () => Room | null;
  /** Those whose words are on the screen, the latest first. */
  met: () => readonly MemberRef[];
  /** Words for "everyone in the room". */
  everyone: () => string;
  /** How roles are called, and how many people they are. */
  roles: Omit<RolesOf, "callable">;
  readsLike: () => Promise<ReadsLike>;
}

const unique = (people: readonly MemberRef[]): MemberRef[] => [...new Map(people.map((one) => [one.id, one])).values()];

/** Who can be meant: the readers of a closed room, else the members; by name, pinyin or initials. */
export function peopleSource(of: PeopleOf): Source {
  const known = new Map<string, Promise<MemberRef[]>>();
  const offices = new Map<string, Promise<readonly CallableRole[]>>();

  function base(): Promise<MemberRef[]> {
    const room = of.room();
    const closed = room !== null && room.kind !== "open";
    const place = closed ? `room:${room.id}` : of.slug();
    const asked = known.get(place) ?? (closed ? listRoomMembers(room.id) : listMembers(of.slug())).then(({ results }) => results);
    known.set(place, asked);
    asked.catch(() => known.delete(place));
    return asked;
  }

  /** Nobody is called by their role where two are by themselves. */
  function callable(): Promise<readonly CallableRole[]> {
    const room = of.room();
    if (room?.kind === "direct") return Promise.resolve([]);
    const place = room ? `room:${room.id}` : of.slug();
    const asked = offices.get(place) ?? listCallable(of.slug(), room?.id);
    offices.set(place, asked);
    asked.catch(() => offices.delete(place));
    return asked;
  }

  /** In a large community not everybody is among the first; a closed room is known whole. */
  async function named(query: string): Promise<MemberRef[]> {
    const room = of.room();
    if (!query || (room !== null && room.kind !== "open")) return [];
    return (await listMembers(of.slug(), { q: query })).results;
  }

  async function find(query: string): Promise<Option[]> {
    const [there, answers, readsLike] = await Promise.all([base(), named(query), of.readsLike()]);
    const readers = new Set(there.map((one) => one.id));
    const met = of.room()?.kind === "closed" ? of.met().filter((one) => readers.has(one.id)) : of.met();
    const others = unique([...met, ...there, ...answers]).filter((one) => one.id !== of.me());
    const found = best(others.map((one) => ({ ...one, id: String(one.id), member: one })), query, readsLike, MOST).map((one) => one.member);
    const people = unique([...found, ...answers.filter((one) => one.id !== of.me())]).slice(0, MOST);
    return [...people.map(personOption), ...(await rolesFor(query, { ...of.roles, callable }, readsLike)), ...all(query)];
  }

  function all(query: string): Option[] {
    const may = of.room()?.can.includes("mention.all") && ALL.startsWith(query.toLowerCase());
    return may ? [{ key: ALL, name: ALL, text: `@${ALL} `, note: of.everyone(), sign: { icon: "users" } }] : [];
  }

  return { trigger: "@", patience: PATIENCE, find };
}

const personOption = ({ id, name, hue }: MemberRef): Option => ({ key: String(id), name, text: `@${name} `, sign: { face: { name, hue } } });

/** The rooms that the reader can see, direct ones left out: those have no name. */
export function roomSource(rooms: () => readonly Room[], readsLike: () => Promise<ReadsLike>): Source {
  async function find(query: string): Promise<Option[]> {
    const named = rooms().filter((room) => room.kind !== "direct" && room.name);
    const found = best(named.map((room) => ({ id: String(room.id), name: room.name, room })), query, await readsLike(), MOST);
    return found.map(({ id, name, room }) => ({ key: id, name, text: `#${name} `, note: room.topic, sign: { icon: room.kind === "closed" ? "lock" : "hash" } }));
  }
  return { trigger: "#", patience: 0, find };
}
