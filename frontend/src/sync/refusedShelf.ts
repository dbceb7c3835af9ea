/** Where a browser keeps what the posts of a member were refused for. */
export const refusedShelf = (member: number | undefined): string => `oxbow.refused.${member}`;
