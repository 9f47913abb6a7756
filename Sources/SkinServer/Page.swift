/// The page: one file, nothing from anywhere else.
enum Page {
  /// The page with the model's disclaimer.
  static func html(disclaimer: String) -> String {
    template.replacing("{disclaimer}", with: escaped(disclaimer))
  }

  static func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
      .replacing("\"", with: "&quot;")
  }

  private static let template = #"""
    <!doctype html>
    <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
    <title>skingpt</title>
    <style>
    :root{color-scheme:light}*{box-sizing:border-box}
    body{margin:0 auto;max-width:46rem;padding:1rem;font:1.05rem/1.5 system-ui,sans-serif;color:#1b1b1b;background:#fff}
    h1{font-size:1.4rem;margin:.2rem 0}h2{font-size:1.1rem;margin:1.2rem 0 .3rem}
    #drop{border:2px dashed #4a5a66;border-radius:.5rem;padding:1rem;margin:.6rem 0}#drop.over{background:#e8f1f7}
    img{max-width:100%;max-height:16rem;display:block;margin:.5rem 0}
    button,input,summary{font:inherit}button{background:#0b4f71;color:#fff;border:0;border-radius:.3rem;padding:.5rem 1rem}
    button:disabled{background:#5c6770}input[type=text]{width:100%;padding:.4rem;border:1px solid #4a5a66;border-radius:.3rem}
    :focus-visible{outline:3px solid #b35900;outline-offset:2px}
    fieldset{border:1px solid #8a959c;border-radius:.4rem;margin:.6rem 0}label{display:block}
    #urgency{border-left:.5rem solid #4a5a66;padding:.5rem .8rem;background:#f2f4f5;margin:.8rem 0}
    #urgency.emergency{border-color:#8b0000;background:#fdecec}#urgency.within-24-hours{border-color:#a34700;background:#fff3e6}
    table{border-collapse:collapse;width:100%}td,th{text-align:left;padding:.15rem .4rem;font-weight:400}
    td:first-child{width:4.5rem;text-align:right}meter{width:100%;height:1rem}
    .q{font-weight:600;margin:.9rem 0 .1rem}.a{margin:0;white-space:pre-wrap}.error{color:#8b0000;font-weight:600}
    footer{border-top:1px solid #8a959c;margin-top:1.5rem;padding-top:.6rem;font-size:.95rem}
    @media print{#ask,#drop,fieldset,button{display:none}body{font-size:10pt}img{max-height:7rem}}
    </style></head><body>
    <header><h1>skingpt</h1><p>Looks at a photo of skin on this machine. The photo does not leave it and is not kept.</p></header>
    <main>
    <div id="drop"><label for="file">Photo (JPEG or PNG): choose one, take one, or drop it here</label>
    <input id="file" type="file" accept="image/jpeg,image/png"><img id="photo" alt="The chosen photo" hidden></div>
    <fieldset><legend>About the person (leave open what you do not know)</legend>
    <label><input type="checkbox" data-key="unwell" value="fever"> Fever</label>
    <label><input type="checkbox" data-key="unwell" value="veryUnwell"> Very unwell</label>
    <label><input type="checkbox" data-key="signs" value="nonBlanchingSpots"> Spots that do not fade when pressed</label>
    <label><input type="checkbox" data-key="signs" value="blistersOrPeeling"> Blisters or peeling skin</label>
    <label><input type="checkbox" data-key="signs" value="mucosalSores"> Sores in the mouth, eyes or genitals</label>
    <label><input type="checkbox" data-key="signs" value="swellingFaceOrAirway"> Swelling of face, lips or throat</label>
    <label><input type="checkbox" data-key="signs" value="breathing"> Trouble breathing</label>
    <label><input type="checkbox" data-key="signs" value="rapidlySpreadingPain"> Very painful, spreading fast</label>
    <label><input type="checkbox" data-key="signs" value="eyeInvolvement"> In or around an eye</label>
    <label><input type="checkbox" data-key="spot" value="changing"> A spot or mole that changes</label>
    <label><input type="checkbox" data-key="spot" value="bleeding"> A spot or mole that bleeds</label>
    <label><input type="checkbox" data-key="patient" value="infant"> Infant</label>
    <label><input type="checkbox" data-key="patient" value="pregnant"> Pregnant</label>
    <label><input type="checkbox" data-key="patient" value="immunosuppressed"> Weakened immune system</label>
    </fieldset>
    <label><input id="force" type="checkbox"> Go on although the photo is poor or does not look like skin</label>
    <p><button id="go" disabled>Look at the photo</button> <button id="print" type="button" hidden>Print</button></p>
    <p id="status" role="status" aria-live="polite"></p>
    <section id="result" aria-label="Result" hidden>
    <div id="urgency"></div><ul id="findings"></ul>
    <h2>What it may be (the model's estimate)</h2><table><tbody id="classes"></tbody></table>
    <p id="concepts"></p>
    <h2>Answers</h2><div id="answers" aria-live="polite"></div>
    <form id="ask"><label for="question">Ask on about this photo</label><input id="question" type="text" maxlength="1000">
    <p><button>Ask</button></p></form></section></main>
    <footer><p>{disclaimer}</p></footer>
    <script>
    const $=id=>document.getElementById(id);let file=null,running=null;
    const levels={"emergency":"Emergency: get help now","within-24-hours":"To be seen within 24 hours","within-2-weeks":"To be seen within two weeks","routine":"Routine: no red flag was found, which does not rule one out"};
    function choose(f){if(!f)return;file=f;const i=$("photo");if(i.src)URL.revokeObjectURL(i.src);i.src=URL.createObjectURL(f);i.hidden=false;$("go").disabled=false;$("status").textContent=""}
    $("file").onchange=e=>choose(e.target.files[0]);
    const d=$("drop");d.ondragover=e=>{e.preventDefault();d.classList.add("over")};d.ondragleave=()=>d.classList.remove("over");
    d.ondrop=e=>{e.preventDefault();d.classList.remove("over");choose(e.dataTransfer.files[0])};
    function history(){const h={};for(const b of document.querySelectorAll("[data-key]:checked")){(h[b.dataset.key]??=[]).push(b.value)}return Object.keys(h).length?JSON.stringify(h):""}
    function element(tag,text,kind){const e=document.createElement(tag);e.textContent=text;if(kind)e.className=kind;return e}
    function show(r){$("result").hidden=false;$("print").hidden=false;const u=$("urgency");u.className=r.urgency.level;u.replaceChildren(element("strong",levels[r.urgency.level]||r.urgency.level),...r.urgency.reasons.map(x=>element("div",x)));
    $("findings").replaceChildren(...r.photo.quality.findings.map(f=>element("li",f.advice)));
    $("classes").replaceChildren(...(r.differential||[]).slice(0,6).map(c=>{const t=document.createElement("tr"),m=document.createElement("meter");m.value=c.probability;m.setAttribute("aria-label",c.label);const x=document.createElement("td");x.append(m);t.append(element("td",(100*c.probability).toFixed(1)+" %"),element("th",c.label),x);return t}));
    $("concepts").textContent=r.concepts?"What a clinician might note: "+r.concepts.slice(0,5).map(c=>c.name.toLowerCase()+" "+Math.round(100*c.probability)+" %").join(", "):"";
    const o={"not-skin":"This photo does not seem to show skin, so nothing is said about it.","unusable-photo":"This photo is too poor to say anything about.","uncertain":"The model cannot tell: none of its classes is likely enough to rely on."}[r.outcome];$("status").textContent=o||""}
    async function run(question){if(!file)return;if(running)running.abort();running=new AbortController();$("go").disabled=true;$("status").textContent="Looking at the photo …";
    const p=new URLSearchParams();if(question)p.set("question",question);else $("answers").replaceChildren();const h=history();if(h)p.set("history",h);if($("force").checked)p.set("force","1");
    let answer=null;try{const r=await fetch("/api/diagnose?"+p,{method:"POST",body:file,signal:running.signal,headers:{"Content-Type":"application/octet-stream"}});
    if(!r.ok){throw new Error((await r.json()).error.message)}
    const reader=r.body.getReader(),decoder=new TextDecoder();let rest="";for(;;){const{value,done}=await reader.read();if(done)break;rest+=decoder.decode(value,{stream:true});const lines=rest.split("\n");rest=lines.pop();
    for(const l of lines){if(!l)continue;const e=JSON.parse(l);if(e.event=="queued")$("status").textContent="Waiting: "+e.place+" before you";else if(e.event=="assessed")show(e.report);else if(e.event=="question"){$("answers").append(element("p",e.text,"q"));answer=element("p","","a");$("answers").append(answer)}else if(e.event=="text"&&answer)answer.textContent+=e.text;else if(e.event=="error"){$("status").replaceChildren(element("span",e.problem+" "+e.help,"error"))}}}}
    catch(e){if(e.name!="AbortError")$("status").replaceChildren(element("span",e.message,"error"))}
    $("go").disabled=false}
    $("go").onclick=()=>run("");$("print").onclick=()=>window.print();
    $("ask").onsubmit=e=>{e.preventDefault();const q=$("question").value.trim();if(q){run(q);$("question").value=""}};
    </script></body></html>
    """#
}
