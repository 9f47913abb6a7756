extension ReportPage {
  /// The page's style: the level on top, light and dark, and on paper 11 points, 14 in large print.
  static let style = """
    :root{color-scheme:light dark;--ink:#1d2528;--soft:#4d5a60;--line:#c9d1d4;--edge:#76858c;--paper:#fbfaf7;--accent:#0a5a66;
    --red:#8c1420;--red-tint:#fcebea;--amber:#8a4300;--amber-tint:#fdf1e2;--gold:#665400;--gold-tint:#faf5dd;--grey-tint:#eef1f2}
    @media(prefers-color-scheme:dark){:root{--ink:#e6eaeb;--soft:#a9b6bb;--line:#3a464b;--edge:#83939a;--paper:#14191b;--accent:#7cc7d1;
    --red:#ff9a94;--red-tint:#3a1a1b;--amber:#f5b474;--amber-tint:#36240f;--gold:#e3cd6c;--gold-tint:#2d2810;--grey-tint:#232b2e}}
    *{box-sizing:border-box}html{font-size:17px}html.large{font-size:23px}
    body{font:1rem/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;max-width:50rem;margin:0 auto;padding:1.2rem;color:var(--ink);background:var(--paper);overflow-wrap:anywhere}
    h1,h2,h3,p,ul,dl,dd{margin:0}h1{font-size:1.25rem;line-height:1.25}h2{font-size:1.12rem;margin:1.3rem 0 .3rem}h3{font-size:1rem;margin:.9rem 0 .1rem}p+p{margin-top:.35rem}
    ul{padding-inline-start:1.1rem}.soft,small,dt{color:var(--soft)}small,.soft{font-size:.92rem}.kept{margin-bottom:.8rem}.kept span{white-space:pre-wrap}
    .urgency{border-inline-start:.5rem solid var(--edge);background:var(--grey-tint);padding:.9rem 1.2rem 1rem}.urgency h2{font-size:1.8rem;line-height:1.15;margin:.1rem 0 .4rem;letter-spacing:-.02em}
    .emergency{border-color:var(--red);background:var(--red-tint)}.emergency h2{color:var(--red)}.within-24-hours{border-color:var(--amber);background:var(--amber-tint)}.within-24-hours h2{color:var(--amber)}
    .within-2-weeks{border-color:var(--gold);background:var(--gold-tint)}.within-2-weeks h2{color:var(--gold)}.not-assessed{border-inline-start-style:dashed}
    .ask{font-weight:600;margin-top:.6rem!important}.boxes{list-style:none;padding:0;display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,17rem),1fr));gap:.1rem 1rem}
    .boxes li{padding-inline-start:1.6rem;position:relative}.boxes li:before{content:"";position:absolute;inset-inline-start:.1rem;top:.3rem;width:.9rem;height:.9rem;border:.1rem solid currentColor;border-radius:.15rem}
    .lines{display:none}header{display:flex;flex-wrap:wrap;gap:1.1rem;align-items:flex-start;margin-top:1.2rem}header img{max-width:12rem;max-height:12rem;border-radius:.4rem}header div{flex:1;min-width:14rem}
    .outcome{font-weight:600}table{width:100%;border-collapse:collapse}td,th{text-align:start;font-weight:400;padding-block:.25rem;padding-inline:0 .5rem;vertical-align:top}tr+tr{border-top:1px solid var(--line)}
    td:first-child{text-align:end;width:5rem;white-space:nowrap;font-variant-numeric:tabular-nums;padding-inline-end:.9rem}.bar{width:25%}.bar div{height:.5rem;margin-top:.5rem;background:var(--accent);border-radius:.25rem;print-color-adjust:exact;-webkit-print-color-adjust:exact}
    table+p,table+h3,ul+p{margin-top:.5rem}.two{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,17rem),1fr));gap:0 1.4rem}
    .told dl div{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,15rem),1fr));gap:0 1.2rem;padding:.15rem 0}
    footer{border-top:1px solid var(--line);margin-top:1.4rem;padding-top:.7rem;font-size:.92rem}@media(max-width:30rem){.bar{display:none}}
    @page{size:A4;margin:12mm}
    @media print{:root{color-scheme:light;--ink:#000;--soft:#333;--line:#aaa;--edge:#444;--paper:#fff;--accent:#0a5a66;--red:#8c1420;--red-tint:#fff;--amber:#8a4300;--amber-tint:#fff;--gold:#665400;--gold-tint:#fff;--grey-tint:#fff}
    html{font-size:11pt}html.large{font-size:14pt}body{line-height:1.35;padding:0;max-width:none}.urgency{padding:1mm 0;padding-inline-start:4mm;border-inline-start-width:2mm;print-color-adjust:exact;-webkit-print-color-adjust:exact}.urgency h2{font-size:1.5rem}
    .lines{display:grid;grid-template-columns:1fr 1fr;gap:2mm 6mm;margin-top:3mm}.lines div{display:flex;gap:2mm;align-items:flex-end}.lines dd{flex:1;border-bottom:.3mm solid #000;height:6mm}
    header{margin-top:4mm}header img{max-height:32mm;max-width:44mm}h2{margin-top:4mm}main+main{break-before:page}.two section,h3+p,footer,.told,tr,.ask+ul{break-inside:avoid}h2,h3,.ask{break-after:avoid}}
    """
}
