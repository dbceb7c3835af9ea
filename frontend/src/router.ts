import { createRouter, createWebHistory, type RouteLocationNormalized, type RouteRecordRaw } from "vue-router";

import { FRAME_BASE, isEmbedded, isFramed } from "./api/frame";
import { safeNext } from "./pages/safeNext";
import { useSession } from "./stores/session";

declare module "vue-router" {
  interface RouteMeta {
    /** Who the page is for: without either of these it is for everybody. */
    member?: boolean;
    guest?: boolean;
    /** Fills the whole phone screen, without the tab bar. */
    immersed?: boolean;
  }
}

const id = (name: string) => (route: RouteLocationNormalized) => ({ [name]: Number(route.params[name]) });

export const routes: RouteRecordRaw[] = [
  {
    path: "/",
    component: () => import("./layouts/PlainLayout.vue"),
    children: [
      { path: "", name: "home", component: () => import("./pages/HomePage.vue") },
      { path: "sign-in", name: "sign-in", component: () => import("./pages/SignInPage.vue"), meta: { guest: true } },
      { path: "sign-up", name: "sign-up", component: () => import("./pages/SignUpPage.vue"), meta: { guest: true } },
      { path: "setup", name: "setup", component: () => import("./pages/SetupPage.vue") },
      { path: "c/:slug/hand-over", name: "hand-over", component: () => import("./pages/HandOverPage.vue"), meta: { member: true } },
      { path: "c/:slug/frame", name: "frame-door", component: () => import("./pages/FrameDoorPage.vue") },
      { path: "join/:code", name: "join", component: () => import("./pages/JoinPage.vue"), props: true },
    ],
  },
  {
    path: "/c/:slug",
    component: () => import("./layouts/CommunityLayout.vue"),
    props: true,
    children: [
      { path: "", name: "rooms", component: () => import("./pages/RoomsPage.vue") },
      { path: "r/:room(\\d+)", name: "room", component: () => import("./pages/RoomPage.vue"), props: id("room"), meta: { member: true, immersed: true } },
      {
        path: "r/:room(\\d+)/m/:message(\\d+)",
        name: "message",
        component: () => import("./pages/MessagePage.vue"),
        props: (route) => ({ ...id("room")(route), ...id("message")(route) }),
        meta: { member: true, immersed: true },
      },
      { path: "r/:room(\\d+)/catch-up", name: "catch-up", component: () => import("./pages/CatchUpPage.vue"), props: id("room"), meta: { member: true, immersed: true } },
      { path: "capsules", name: "capsules", component: () => import("./pages/CapsulesPage.vue"), meta: { member: true } },
      { path: "capsules/:capsule(\\d+)", name: "capsule", component: () => import("./pages/CapsulePage.vue"), props: id("capsule"), meta: { member: true, immersed: true } },
      { path: "t", name: "board", component: () => import("./pages/BoardPage.vue"), meta: { member: true } },
      { path: "t/:thread(\\d+)", name: "thread", component: () => import("./pages/ThreadPage.vue"), props: id("thread"), meta: { member: true, immersed: true } },
      {
        path: "t/:thread(\\d+)/p/:seq(\\d+)",
        name: "post",
        component: () => import("./pages/ThreadPage.vue"),
        props: (route) => ({ ...id("thread")(route), ...id("seq")(route) }),
        meta: { member: true, immersed: true },
      },
      {
        path: "digest/:kind(daily|weekly)",
        name: "digest",
        component: () => import("./pages/DigestPage.vue"),
        props: ({ params, query }) => ({ kind: params.kind, day: typeof query.day === "string" ? query.day : null }),
        meta: { member: true, immersed: true },
      },
      {
        path: "search",
        name: "search",
        component: () => import("./pages/SearchPage.vue"),
        props: ({ query }) => ({ q: typeof query.q === "string" ? query.q : "" }),
        meta: { member: true, immersed: true },
      },
      { path: "inbox", name: "inbox", component: () => import("./pages/InboxPage.vue"), meta: { member: true } },
      { path: "applications", name: "applications", component: () => import("./pages/ApplicationsPage.vue"), meta: { member: true } },
      { path: "welcome", name: "welcome", component: () => import("./pages/WelcomePage.vue"), meta: { member: true, immersed: true } },
      { path: "opening", name: "opening", component: () => import("./pages/OpeningPage.vue"), meta: { member: true } },
      { path: "card", name: "card", component: () => import("./pages/CardPage.vue"), meta: { member: true } },
      { path: "codes", name: "codes", component: () => import("./pages/CodesPage.vue"), meta: { member: true } },
      {
        path: "referrals",
        name: "referrals",
        component: () => import("./pages/ReferralsPage.vue"),
        props: ({ query }) => ({ of: Number(query.of) || null }),
        meta: { member: true },
      },
      { path: "members", name: "members", component: () => import("./pages/MembersPage.vue"), meta: { member: true } },
      { path: "people", name: "people", component: () => import("./pages/PeoplePage.vue"), meta: { member: true, immersed: true } },
      { path: "proposals", name: "proposals", component: () => import("./pages/ProposalsPage.vue"), meta: { member: true } },
      { path: "proposals/:proposal(\\d+)", name: "proposal", component: () => import("./pages/ProposalPage.vue"), props: id("proposal"), meta: { member: true, immersed: true } },
      { path: "governance", name: "governance", component: () => import("./pages/GovernancePage.vue"), meta: { member: true, immersed: true } },
      { path: "jury", name: "jury", component: () => import("./pages/JuryPage.vue"), meta: { member: true } },
      { path: "jury/:trial(\\d+)", name: "trial", component: () => import("./pages/TrialPage.vue"), props: id("trial"), meta: { member: true, immersed: true } },
      { path: "about", name: "about", component: () => import("./pages/AboutPage.vue") },
      { path: "roles", name: "roles", component: () => import("./pages/RolesPage.vue"), meta: { member: true, immersed: true } },
      { path: "record", name: "record", component: () => import("./pages/RecordPage.vue"), meta: { member: true, immersed: true } },
      { path: "rules", name: "rules", component: () => import("./pages/RulesPage.vue"), meta: { member: true, immersed: true } },
      {
        path: "me/decisions",
        name: "decisions",
        component: () => import("./pages/DecisionsPage.vue"),
        props: ({ query }) => ({ at: Number(query.at) || null }),
        meta: { member: true, immersed: true },
      },
      { path: "me/saved", name: "saved", component: () => import("./pages/SavedPage.vue"), meta: { member: true, immersed: true } },
      { path: "me", name: "me", component: () => import("./pages/SettingsPage.vue"), meta: { member: true } },
    ],
  },
  {
    path: "/design",
    component: () => import("./pages/design/DesignPage.vue"),
    // For those who build: the server marks the page when it runs for debugging.
    beforeEnter: (to) => import.meta.env.DEV || "debug" in document.documentElement.dataset || { name: "lost", params: { rest: to.path.slice(1).split("/") }, replace: true },
  },
  { path: "/:rest(.*)*", name: "lost", component: () => import("./pages/LostPage.vue") },
];

export const router = createRouter({ history: createWebHistory(isEmbedded ? FRAME_BASE : "/"), routes });

router.beforeEach(async (to) => {
  const session = useSession();
  if (session.status === "unknown") await session.begin().catch(() => {});
  if (isFramed && session.status === "guest" && to.name !== "frame-door") return { name: "frame-door", params: { slug: to.params.slug ?? "" }, query: { next: to.fullPath } };
  if (to.meta.member && session.status === "guest") return { name: "sign-in", query: { next: to.fullPath } };
  if (to.meta.guest && session.status === "user") return safeNext(to.query.next);
  return true;
});
