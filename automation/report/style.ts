/** The report's whole style. Colours have names and two values each; whatever has a colour also has a word. */
export const style = `
:root{color-scheme:light dark;--page:#f6f7f9;--card:#fff;--text:#1b2230;--soft:#545d6e;--line:#d5dae2;--link:#0b57a4;
--done:#2e7d4f;--failed:#c0262d;--cancelled:#8a6d1a;--rolled-back:#7a52b3;--unfinished:#67718a;--wash:#fdeceb;--critical:#b45309}
@media(prefers-color-scheme:dark){:root{--page:#10141b;--card:#181e28;--text:#e6eaf1;--soft:#a5afbf;--line:#323b4a;--link:#7db8f5;
--done:#58b981;--failed:#ff7b7b;--cancelled:#d9b44a;--rolled-back:#bf9bf0;--unfinished:#98a3b8;--wash:#3a1c1f;--critical:#f0a04b}}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--text);font:16px/1.5 system-ui,-apple-system,"Segoe UI",sans-serif;overflow-wrap:anywhere}
.skip{position:absolute;left:-999px}.skip:focus{left:1rem;top:.5rem;background:var(--card);padding:.5rem}
header,main,footer{max-width:72rem;margin:0 auto;padding:1rem}
h1{font-size:1.6rem;line-height:1.25;margin:.2rem 0 .6rem}h2{font-size:1.2rem;margin:0 0 .6rem}h3{font-size:1.02rem;margin:1.1rem 0 .4rem}
section{background:var(--card);border:1px solid var(--line);border-radius:.6rem;padding:1rem 1.1rem;margin:0 0 1rem}
section.bad{border-color:var(--failed);border-left-width:.35rem}
a{color:var(--link)}a:focus-visible,summary:focus-visible,[tabindex]:focus-visible{outline:3px solid var(--link);outline-offset:2px}
nav ul{display:flex;flex-wrap:wrap;gap:.2rem 1.2rem;list-style:none;padding:0;margin:.6rem 0 0}
dl{display:grid;grid-template-columns:minmax(6rem,max-content) 1fr;gap:.25rem 1rem;margin:0}dt{color:var(--soft)}dd{margin:0;min-width:0}
p{margin:.4rem 0}p.note,footer{color:var(--soft);font-size:.9rem}
code,pre{font:.9em/1.45 ui-monospace,"Cascadia Mono",Menlo,monospace}
pre{white-space:pre-wrap;background:var(--wash);padding:.7rem .8rem;border-radius:.4rem;margin:.5rem 0}
.badge{display:inline-block;border:2px solid;border-radius:2rem;padding:.05rem .8rem;font-weight:650}
.done{color:var(--done);fill:var(--done)}.failed{color:var(--failed);fill:var(--failed)}.cancelled{color:var(--cancelled);fill:var(--cancelled)}
.rolled-back{color:var(--rolled-back);fill:var(--rolled-back)}.unfinished{color:var(--unfinished);fill:var(--unfinished)}
.path{list-style:none;padding:0;margin:.4rem 0;display:flex;flex-wrap:wrap;gap:.2rem}.path li+li::before{content:"› ";color:var(--soft)}
.path li:last-child{font-weight:650}
.box{overflow-x:auto;max-width:100%}
table{border-collapse:collapse;width:100%;font-size:.9rem}
caption{text-align:left;color:var(--soft);padding:.2rem 0 .4rem}
th code{white-space:nowrap}
th,td{text-align:left;vertical-align:top;padding:.28rem .7rem .28rem 0;border-top:1px solid var(--line)}
caption span{display:block;position:sticky;left:0;max-width:calc(100vw - 6rem)}
thead th{border-top:0;color:var(--soft);font-weight:600;white-space:nowrap}tbody th{font-weight:500;min-width:7rem}
th.n,td.n{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}
.box table:not(.small){overflow-wrap:break-word}td pre{min-width:14rem;margin:.2rem 0;overflow-wrap:anywhere}
.t{width:30%;min-width:8rem}td svg{display:block;width:100%;height:.75rem;margin-top:.35rem;background:var(--page)}
.x th::after{content:" ◆";color:var(--critical)}
details{border-top:1px solid var(--line);padding:.35rem 0}details details{border-left:2px solid var(--line);padding-left:.8rem;margin:.2rem 0}
summary{cursor:pointer;padding:.15rem 0}summary .s{color:var(--soft);font-size:.9rem}
.wide{min-width:44rem}.tall text{font:12px system-ui,sans-serif;fill:var(--text)}.tall .soft{fill:var(--soft)}.tall line{stroke:var(--line)}
.tall{display:block;width:100%;height:auto}
@media(max-width:40rem){body{font-size:15px}section{padding:.8rem}dl{grid-template-columns:1fr;gap:0}dd{margin-bottom:.45rem}
.box table{min-width:36rem}.box table.small{min-width:0}}
@media print{body{background:#fff;color:#000;font-size:10pt}section{border-color:#999;break-inside:auto}nav,.skip{display:none}
tr,h2,h3{break-inside:avoid;break-after:auto}.box{overflow:visible}}
`;
