/** Where the web app stands on other people's pages. */
export const FRAME_BASE = "/embed/";

/** Whether this page was made for a frame, or for the window that such a frame opened. */
export const isEmbedded = location.pathname.startsWith(FRAME_BASE);

/** Whether it stands in one: then it has no cookies, and the page around it is somebody else's. */
export const isFramed = isEmbedded && window.parent !== window;
