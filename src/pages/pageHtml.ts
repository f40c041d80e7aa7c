import type { PageKind } from './protocol.ts';

export interface PageResources {
  /** Where the page's script and style sheet are served from: the webview's `cspSource`. */
  source: string;
  script: string;
  style: string;
  nonce: string;
  language: string;
}

/**
 * The document of a page. Its policy allows one script, by its nonce, and style sheets and fonts of the extension;
 * pictures are those that a page has drawn itself. There is no way out: no connection, no frame, no form. The toolkit's
 * controls find out with a style element what the browser can do, and take its nonce from `csp-nonce`.
 */
export function pageHtml(page: PageKind, { source, script, style, nonce, language }: PageResources): string {
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${source} 'nonce-${nonce}'`,
    `font-src ${source}`,
    `img-src ${source} data:`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="${escaped(language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escaped(policy)}">
<meta property="csp-nonce" content="${nonce}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${escaped(style)}">
<title>${titles[page]}</title>
</head>
<body>
<div id="page"></div>
<script type="module" nonce="${nonce}" src="${escaped(script)}"></script>
</body>
</html>
`;
}

const titles: Record<PageKind, string> = { run: 'Run', compare: 'Compare', preview: 'Preview' };

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
