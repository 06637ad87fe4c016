/** A form of a few questions, as tests need one. */
export interface Asked {
  readonly name: string
  readonly type?: string
  readonly bind?: string
  /** The control with its words; left out where the model calculates it. */
  readonly body?: string
}

export function input(name: string, label = name, appearance = ''): string {
  const looks = appearance ? ` appearance="${appearance}"` : ''
  return `<input ref="/data/${name}"${looks}><label>${label}</label></input>`
}

export function choose(name: string, values: readonly string[], kind = 'select1'): string {
  const items = values.map(v => `<item><label>${v}</label><value>${v}</value></item>`).join('')
  return `<${kind} ref="/data/${name}"><label>${name}</label>${items}</${kind}>`
}

export function formOf(
  asked: readonly Asked[],
  more: { model?: string; body?: string } = {},
): string {
  const nodes = asked.map(({ name }) => `<${name}/>`).join('')
  const binds = asked
    .map(({ name, type = 'string', bind = '' }) => {
      return `<bind nodeset="/data/${name}" type="${type}" ${bind}/>`
    })
    .join('')
  return `<?xml version="1.0"?>
<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
  xmlns:jr="http://openrosa.org/javarosa" xmlns:orx="http://openrosa.org/xforms">
<h:head><h:title>시험</h:title><model><instance><data id="t" version="1">${nodes}${more.model ?? ''}
<meta><instanceID/></meta></data></instance>${binds}
<bind nodeset="/data/meta/instanceID" type="string" jr:preload="uid"/></model></h:head>
<h:body>${asked.map(({ body = '' }) => body).join('')}${more.body ?? ''}</h:body></h:html>`
}

export const REPEAT = {
  model: '<fridge jr:template=""><name/><degrees/></fridge><fridge><name/><degrees/></fridge>',
  body: `<group ref="/data/fridge"><label>냉장고</label><repeat nodeset="/data/fridge">
<input ref="/data/fridge/name"><label>이름</label></input>
<input ref="/data/fridge/degrees"><label>온도</label></input></repeat></group>`,
} as const

export const noMedia = async (): Promise<Blob | null> => null
