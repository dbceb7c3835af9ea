import * as api from "@/api/posts";
import type { Citing, Post } from "@/api/shapes";
import type { ThreadLog } from "@/sync/ThreadLog";

import type { itemFaults } from "../faults";
import { hasReacted, toggled } from "../reactions";

type Attempt = ReturnType<typeof itemFaults>["attempt"];

/** What is done with the posts of a thread; those of an open one change on the screen at once. */
export function postVerbs(logOf: (thread: number) => ThreadLog | undefined, attempt: Attempt, me: () => number) {
  /** Keep the client id over retries of the same words: then they are stored once. */
  async function reply(thread: number, body: string, parent: number | null, clientId: string, files: number[] = []): Promise<Post> {
    const post = await api.createPost(thread, { client_id: clientId, body, parent, files });
    logOf(thread)?.receive(post);
    return post;
  }

  async function settle(post: Post, optimistic: Partial<Post>, act: () => Promise<Post>): Promise<void> {
    const undo = logOf(post.thread)?.patch(post.id, optimistic) ?? (() => {});
    const changed = await attempt(post.id, undo, act);
    if (changed) logOf(post.thread)?.receive(changed);
  }

  function react(post: Post, emoji: string): Promise<void> {
    const act = hasReacted(post.reactions, emoji, me()) ? api.removePostReaction : api.addPostReaction;
    return settle(post, { reactions: toggled(post.reactions, emoji, me()) }, () => act(post.id, emoji));
  }

  const editPost = (post: Post, body: string) =>
    settle(post, { body, edited_at: new Date().toISOString() }, () => api.editPost(post.id, body));
  const removePost = (post: Post) => settle(post, { removed: "deleted", body: "" }, () => api.deletePost(post.id));
  const hidePost = (post: Post, citing: Citing) => settle(post, {}, () => api.hidePost(post.id, citing));
  const restorePost = (post: Post) => settle(post, {}, () => api.restorePost(post.id));

  return { reply, react, editPost, removePost, hidePost, restorePost };
}
