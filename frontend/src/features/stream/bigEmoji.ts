const only = /^(?:\p{Extended_Pictographic}(?:\uFE0F|\p{Emoji_Modifier}|\u200D\p{Extended_Pictographic})*\s*){1,3}$/u;

/** Up to three emoji and nothing else are shown large. */
export const isBigEmoji = (body: string) => body.length < 40 && only.test(body.trim());
