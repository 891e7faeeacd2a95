"""The look of the house: ink on paper. No framework, no script, no request."""

from __future__ import annotations


STYLE = """
:root {
  color-scheme: light dark;
  --paper: #faf8f4; --card: #fffdf9; --line: #e4ded2; --ink: #23201b; --soft: #6b6459;
  --accent: #1f5c4d; --warn: #9a4a12; --fill: #8fb5a8;
  --desk: #7a4b9a; --web: #2d5f93; --post: #8a3d5c;
  --text: 1rem/1.55 "Inter", system-ui, sans-serif;
  --serif: "Source Serif 4", "Iowan Old Style", Georgia, serif;
  --gap: 1.25rem; --round: .5rem;
}
@media (prefers-color-scheme: dark) {
  :root { --paper: #171512; --card: #1f1c18; --line: #39342c; --ink: #ece6da;
    --soft: #a49b8c; --accent: #7cc4ae; --warn: #e0a06b; --fill: #3f7466;
    --desk: #c8a3e2; --web: #93bfe8; --post: #e3a0bd; }
}
* { box-sizing: border-box }
html { font: var(--text); color: var(--ink); background: var(--paper);
  -webkit-text-size-adjust: 100% }
body { margin: 0 }
main { padding: 2.4rem clamp(1rem, 4vw, 3rem) 4rem; max-width: 66rem; margin: 0 auto }
a { color: var(--accent); text-underline-offset: .18em;
  text-decoration-thickness: .06em }
:focus-visible { outline: .18rem solid var(--accent); outline-offset: .15rem;
  border-radius: .2rem }
h1, h2, h3 { font-family: var(--serif); font-weight: 600; line-height: 1.15; margin: 0;
  letter-spacing: -.01em; overflow-wrap: anywhere; text-wrap: balance }
h1 { font-size: 2.6rem; margin-bottom: .8rem }
h2 { font-size: 1.6rem; margin-bottom: .7rem }
h3 { font-size: 1.15rem; margin-bottom: .5rem }
p { margin: 0 0 .7rem; max-width: 44rem } ul { margin: 0; padding: 0; list-style: none }
small, .soft, caption { color: var(--soft); font-size: .84rem }
bdi { overflow-wrap: anywhere }
.lead { font-size: 1.12rem }
nav { display: flex; flex-wrap: wrap; gap: .3rem 1.2rem; margin-top: 1.2rem }
section { margin-top: 3.2rem; scroll-margin-top: 1rem }
section h3 { margin-top: 2rem } .card h3 { margin-top: 0 }
.grid { display: grid; gap: var(--gap); align-items: start;
  grid-template-columns: repeat(auto-fill, minmax(min(100%, 19rem), 1fr)) }
.card { background: var(--card); border: 1px solid var(--line);
  border-radius: var(--round); padding: 1.1rem 1.25rem; margin: 0 }
.card + .card { margin-top: var(--gap) } .grid > .card { margin-top: 0 }
.next { border-left: .3rem solid var(--accent); margin-top: 2rem }
.next h2 { font-size: 1.25rem } .card > :last-child { margin-bottom: 0 }
.conflict { border-left: .2rem solid var(--warn); padding-left: .9rem }
.fact { padding: .5rem 0 } .fact + .fact { border-top: 1px dashed var(--line) }
.from { color: var(--soft); font-size: .8rem; display: block }
.hers { max-width: 40rem; margin: 0 auto } .hers section { margin-top: 2.2rem }
.told { font-weight: 600 } q { quotes: "“" "”" }
.guess { font-style: italic; color: var(--soft) }
.impression { font-style: italic } .fading { color: var(--soft) }
.from a { color: inherit }
.inferred { text-decoration: underline dotted; text-underline-offset: .2em }
.sides { display: grid; gap: calc(var(--gap) * 2); align-items: start;
  grid-template-columns: minmax(0, 1fr) 18rem; margin-top: 2rem }
.two { display: grid; gap: var(--gap); align-items: start; margin-top: var(--gap);
  grid-template-columns: repeat(auto-fit, minmax(min(100%, 17rem), 1fr)) }
.sides .card { margin-top: 0 } .sides .card + .card { margin-top: var(--gap) }
.card h2 { font-size: 1.15rem }
.tag { font-size: .75rem; font-weight: 600; padding: .08rem .55rem;
  border-radius: 1rem; border: 1px solid currentColor; white-space: nowrap }
.tag.shop { color: var(--accent) } .tag.desk { color: var(--desk) }
.tag.rep { color: var(--warn) } .tag.web { color: var(--web) }
.tag.post { color: var(--post) }
.time li { display: grid; gap: .8rem; padding: .45rem 0;
  grid-template-columns: 3.6rem 6.6rem minmax(0, 1fr);
  border-top: 1px solid var(--line) }
.time li > time { color: var(--soft); font-size: .84rem; padding-top: .12rem }
.time li > .tag { align-self: start; justify-self: start; margin-top: .15rem }
.lines li { display: grid; grid-template-columns: 9rem minmax(0, 1fr); gap: .2rem 1rem;
  padding: .55rem 0; border-top: 1px solid var(--line); overflow-wrap: anywhere }
.lines.items li { grid-template-columns: minmax(0, 18rem) minmax(0, 1fr) }
.strip { display: block; width: 100%; height: 1.2rem; margin-bottom: .2rem }
.strip line { stroke: var(--accent); stroke-width: 2;
  vector-effect: non-scaling-stroke }
.strip .ground { stroke: var(--line); stroke-width: 1 }
.strip rect { fill: var(--line) }
dl { display: grid; grid-template-columns: auto 1fr; gap: .2rem 1rem; margin: 0 }
dt { color: var(--soft) } dd { margin: 0; overflow-wrap: anywhere }
.rows dl, .rows p { font-size: .84rem } .rows h3 { font-size: .95rem }
.rows .card { overflow-wrap: anywhere } .card .wide { margin-top: .2rem }
.rows .card:target { border-color: var(--accent); box-shadow: 0 0 0 .15rem var(--fill) }
main:has(.sides) { max-width: 78rem } .fact.conflict { padding-left: .8rem }

table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums }
caption { text-align: left; padding-bottom: .35rem }
th, td { text-align: left; vertical-align: baseline; font-weight: 400;
  padding: .3rem .8rem .3rem 0; border-top: 1px solid var(--line) }
thead th { color: var(--soft); font-size: .84rem }
thead th, thead td { border-top: 0 }
th:last-child, td:last-child { padding-right: 0 }
.number { text-align: right; white-space: nowrap }
.wide { overflow-x: auto; margin-top: 1rem }
.wide th, .wide td { min-width: 3.6rem } .wide table { width: auto }
.wide bdi { overflow-wrap: break-word }
.wide caption { max-width: calc(100vw - 4.5rem) }
.wide .number { padding-left: .5rem } thead .number { white-space: normal }
.wide + .card { margin-top: var(--gap) }
.bar { display: block; min-width: 3rem; height: .55rem; border-radius: .3rem;
  background: var(--line); overflow: hidden }
.bar > span { display: block; height: 100%; min-width: 2px; background: var(--fill) }
.bars { table-layout: fixed } .bars td:nth-child(2) { vertical-align: middle }
.bars th { width: 7rem } .bars .number { width: 4.3rem } .steps { max-width: 44rem }

summary { cursor: pointer; color: var(--accent); font-size: .9rem; padding: .3rem 0;
  width: fit-content }
details > table, details > .wide { margin-top: .3rem }

.pair table { table-layout: fixed } .pair p { margin-bottom: .5rem }
.pair col.what { width: 9rem } .pair col.how { width: 11rem }
.pair thead th { font-size: 1rem; color: inherit }
.pair tbody th { color: var(--soft); font-size: .84rem }
.pair tfoot td, .pair tfoot th { border-top: 2px solid var(--line) }
.pair tfoot th { font-weight: 600 }
.speaks { font-size: .84rem } .for { color: var(--accent) }
.against { color: var(--warn) }
.strongly { font-weight: 600 } .none { color: var(--soft) }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden;
  clip-path: inset(50%); white-space: nowrap }
footer { margin-top: 3.2rem; padding-top: 1rem; border-top: 1px solid var(--line) }

.letters { grid-template-columns: repeat(auto-fill, minmax(min(100%, 24rem), 1fr)) }
.letters .card:target { border-color: var(--accent) }
.letters h4 { margin: .9rem 0 .2rem; font-size: .84rem; color: var(--soft) }
.words { white-space: pre-wrap; overflow-wrap: anywhere; margin-top: .7rem }
.words.subject { font-weight: 600 } .words.preheader { color: var(--soft) }
.words u { text-decoration-color: var(--accent); text-underline-offset: .2em;
  text-decoration-thickness: .12em }
.words sup { color: var(--accent); font-size: .7em; line-height: 0 }
.words mark { color: inherit; background: none; text-decoration: underline;
  text-decoration-color: var(--warn); text-underline-offset: .2em;
  text-decoration-thickness: .12em }
.words mark + sup { color: var(--warn); font-weight: 600 } .words.letter { margin: 0 }
.checked { display: grid; gap: calc(var(--gap) * 1.4); align-items: start;
  grid-template-columns: minmax(0, 1fr) minmax(0, 1fr) }
.checked h4 { margin: .2rem 0 0; font-size: .84rem; color: var(--soft) }
.advice { list-style: none; margin: 0 0 1.1rem; padding: 0 }
.advice li { display: grid; grid-template-columns: 1.5rem minmax(0, 1fr);
  padding: .5rem 0 }
.advice li + li { border-top: 1px solid var(--line) } .advice p { margin: 0 }
.advice p + p { margin-top: .3rem } .advice .at { color: var(--warn) }
.advice strong::after { content: "." }
.five { margin-top: .6rem; max-width: 24rem } .five th, .five td { border: 0;
  padding-top: .1rem; padding-bottom: .1rem; font-size: .84rem; color: var(--soft) }
.behind { font-size: .9rem } .behind li { padding: .25rem 0 }
.behind li + li { border-top: 1px dashed var(--line) }

@media (max-width: 60rem) { .sides { grid-template-columns: minmax(0, 1fr) } }
@media (max-width: 50rem) { .checked { grid-template-columns: minmax(0, 1fr) } }
@media (max-width: 44rem) {
  .few { display: none }
  .begins bdi { display: -webkit-box; -webkit-box-orient: vertical;
    -webkit-line-clamp: 3; overflow: hidden }
  .time li { grid-template-columns: 3.2rem minmax(0, 1fr) }
  .lines li, .lines.items li { grid-template-columns: minmax(0, 1fr) }
  .time li > .tag, .time li > div { grid-column: 2 }
  main { padding-top: 1.4rem }
  h1 { font-size: 1.95rem } h2 { font-size: 1.4rem } section { margin-top: 2.6rem }
  .card { padding: .9rem 1rem }
  .wide th, .wide td { font-size: .9rem; padding-right: .4rem }
  .pair table, .pair tbody, .pair thead, .pair tfoot { display: block }
  .pair tr { display: grid; grid-template-columns: 1fr 1fr; gap: 0 .8rem;
    border-top: 1px solid var(--line); padding: .4rem 0 }
  .pair thead tr { border-top: 0 } .pair tfoot tr { border-top: 2px solid var(--line) }
  .pair th, .pair td, .pair tfoot td, .pair tfoot th { border: 0; padding: 0 }
  .pair tbody th, .pair tfoot th, .pair .speaks { grid-column: 1 / -1 }
  .pair thead .corner { display: none } .pair .as-written th { grid-column: 1 / -1 }
}
@media print { .card { break-inside: avoid } nav { display: none } }
"""
