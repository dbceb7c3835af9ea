import DOMPurify from "dompurify";
import MarkdownIt from "markdown-it";

import { namesIn } from "./plain";

const parser = new MarkdownIt({ html: false, linkify: true, breaks: true, typographer: false });
/** The web, mail, and this site: what else a link could start is nobody's business here. */
const LINKS = /^(?:https?:|mailto:|[/#?])/i;
parser.validateLink = (address) => LINKS.test(address.trim());
parser.linkify.set({ fuzzyLink: false, fuzzyEmail: false });

function markNames(html: string, names: readonly string[]): string {
  const pattern = namesIn(names, parser.utils.escapeHtml);
  return pattern ? html.replace(pattern, '<span class="name">$&</span>') : html;
}

interface Names {
  names?: readonly string[];
}

const plainText = parser.renderer.rules.text;
parser.renderer.rules.text = (tokens, index, options, env, self) => {
  const html = plainText ? plainText(tokens, index, options, env, self) : parser.utils.escapeHtml(tokens[index]?.content ?? "");
  return markNames(html, (env as Names | undefined)?.names ?? []);
};

parser.renderer.rules.link_open = (tokens, index, options, _env, self) => {
  const token = tokens[index];
  const internal = String(token?.attrGet("href") ?? "").startsWith(`${location.origin}/`);
  if (!internal) {
    token?.attrSet("target", "_blank");
    token?.attrSet("rel", "noopener noreferrer nofollow");
  }
  return self.renderToken(tokens, index, options);
};

export function renderMarkdown(source: string, names: readonly string[] = []): string {
  return DOMPurify.sanitize(parser.render(source, { names }), { ADD_ATTR: ["target"], ALLOWED_URI_REGEXP: LINKS, FORBID_TAGS: ["style", "form", "input", "svg", "math"], FORBID_ATTR: ["style"] });
}
