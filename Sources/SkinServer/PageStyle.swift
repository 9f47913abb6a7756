extension Page {
  /// The page's style: one column, dark on white, the same order on paper with the urgency first.
  static let style = """
    :root{color-scheme:light}*{box-sizing:border-box}[hidden]{display:none!important}
    body{margin:0 auto;max-width:46rem;padding:1rem;font:1.05rem/1.5 system-ui,sans-serif;color:#1b1b1b;background:#fff}
    h1{font-size:1.5rem;margin:.2rem 0}h2{font-size:1.15rem;margin:1.3rem 0 .3rem}p{margin:.4rem 0}
    .warning{border-left:.3rem solid #8b0000;padding-left:.6rem}.hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
    #drop{border:2px dashed #4a5a66;border-radius:.5rem;padding:.6rem 1rem}#drop.over{background:#e8f1f7}
    #photo,video{max-width:100%;max-height:16rem;display:block;margin:.5rem 0}.row{display:flex;flex-wrap:wrap;gap:.6rem;align-items:center}
    button,input,.button,summary{font:inherit}button,.button{background:#0b4f71;color:#fff;border:2px solid #0b4f71;border-radius:.4rem;padding:.5rem 1rem;cursor:pointer}
    .quiet{background:#fff;color:#0b4f71}button:disabled{background:#5c6770;border-color:#5c6770;cursor:default}
    .button{position:relative}.button input{position:absolute;inset:0;width:100%;opacity:0;cursor:pointer}
    .button:focus-within,:focus-visible{outline:3px solid #b35900;outline-offset:2px}#haste:focus-visible{outline:none}
    #question{flex:1;min-width:12rem}#label,#note{display:block;width:100%}textarea{font:inherit}input[type=text],input[type=number],textarea{padding:.45rem;border:1px solid #4a5a66;border-radius:.3rem;background:#fff;color:inherit}
    input[type=number]{width:7rem}input[type=checkbox],input[type=radio]{width:1.2rem;height:1.2rem;margin:.15rem .4rem .15rem 0;vertical-align:middle;flex:none}
    .question{border:1px solid #8a959c;border-radius:.4rem;margin:.4rem 0;padding:.1rem .8rem}summary{cursor:pointer;padding:.4rem 0}
    .mark{color:#0b4f71;font-weight:600}fieldset{border:0;margin:0;padding:0 0 .3rem}fieldset label{display:flex;padding:.2rem 0}
    #urgency{border-left:.6rem solid #4a5a66;padding:.5rem .9rem;background:#f2f4f5;margin:.8rem 0}#urgency h2{margin:0}
    #urgency.emergency{border-color:#8b0000;background:#fdecec}#urgency.within-24-hours{border-color:#a34700;background:#fff3e6}
    #urgency.within-2-weeks{border-color:#6d5a00;background:#fbf6e0}#outcome{font-weight:600}
    table{border-collapse:collapse;width:100%}td,th{text-align:left;padding:.15rem .4rem;font-weight:400;vertical-align:top}
    tbody td:first-child{width:5rem;text-align:right;white-space:nowrap}.bar{width:35%}.bar div{height:1rem;margin-top:.25rem;background:#0b4f71;min-width:1px}
    .why{display:block;font-size:.9em;color:#3d474e}.q{font-weight:600;margin:.9rem 0 .1rem}.a{margin:0;white-space:pre-wrap;overflow-wrap:anywhere}
    .error{color:#8b0000;font-weight:600}.two{display:grid;grid-template-columns:1fr 1fr;gap:1rem}ul{padding-left:1.2rem;margin:.3rem 0}
    #keep,#cases{border:1px solid #8a959c;border-radius:.4rem;padding:.1rem .8rem;margin:1rem 0;overflow-wrap:anywhere}#keep h2{margin-top:.5rem}a{color:#0b4f71}
    #case-list{list-style:none;padding:0}#case-list li{border-top:1px solid #c3cacf;padding:.5rem 0}
    #printed{display:none}footer{border-top:1px solid #8a959c;margin-top:1.5rem;padding-top:.6rem;font-size:.95em}
    @media(max-width:34rem){.two{display:block}.bar{display:none}body{padding:.7rem}}
    @page{size:A4;margin:10mm}
    @media print{#input,#status,#ask,#keep,#cases,#print,#new,header p{display:none}body{font-size:9.5pt;line-height:1.3;margin:0;padding:0;max-width:none}
    body.longer{font-size:9pt}body.longest{font-size:8pt}h1{font-size:1.2em;margin:0}h2{font-size:1.1em;margin:.6em 0 .2em}p,.q{margin:.25em 0}footer{margin-top:.6em;padding-top:.3em}
    #printed{display:block;float:right;max-height:26mm;max-width:40mm;margin:0 0 1mm 3mm}#urgency{overflow:hidden}#seen{clear:both}.bar div{print-color-adjust:exact;-webkit-print-color-adjust:exact;height:.8em}
    .bar{display:table-cell;width:22%}#next,#limits{font-size:.95em}.two{display:grid}.two,.q,footer{break-inside:avoid}h2,.q{break-after:avoid}#result[hidden]{display:none}}
    """
}
