/** The roles that a vote gives, from the most trusted. */
export const ROLES = ["admin", "moderator", "host", "greeter", "expert", "contributor"] as const;
/** The numbers by which a community votes. */
export const NUMBERS = ["discussion_days", "voting_days", "quorum", "roll_days", "away_days", "jury_days", "points_week"] as const;
/** The least and the most of each of them, as the server has it. */
export const BOUNDS = {
  discussion_days: [2, 30], voting_days: [3, 30], quorum: [5, 75], roll_days: [0, 90], away_days: [7, 365], jury_days: [1, 90], points_week: [0, 100],
} as const;
/** What can be voted on openly: never a person. */
export const OPENLY = ["opinion", "rules", "room_open", "room_close"] as const;
