import { isEmbedded } from "./api/frame";
import { lookAhead } from "./api/http";
import { chosenLocale, languages } from "./languages";
import { renewWhenGone } from "./renewal";
import { ensureStorage } from "./storage";
import { isKnownHere, isSignedInHere } from "./stores/known";
import { openEarly } from "./sync/earlyLine";

/** What the first screen needs comes while the app itself is still on its way, not after it. */
function hurry() {
  lookAhead(location.pathname, isKnownHere());
  if (location.pathname.startsWith("/c/") && isSignedInHere()) openEarly();
}

renewWhenGone(() => location.reload());
ensureStorage();
if (!isEmbedded) hurry();
void languages[chosenLocale()].first().catch(() => {});
void import("./main");
