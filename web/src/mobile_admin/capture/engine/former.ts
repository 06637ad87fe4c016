/**
 * A draft of a correction names the instance that it stands for. The engine writes that name when a
 * correction is begun and drops it when a draft goes on, for the form has no place for it.
 */
import { asXml } from './xml'

const NAMED = /<(?:[\w.-]+:)?deprecatedID[\s>]/

/** The form with that place, where the draft needs it [FS7]. */
export function namingFormer(form: string, draft: string): string {
  if (!NAMED.test(draft)) return form
  const read = new DOMParser().parseFromString(asXml(form), 'text/xml')
  const id = read.querySelector('instance instanceID')
  if (!id || id.parentElement?.querySelector('deprecatedID')) return form
  id.after(read.createElementNS(id.namespaceURI, id.nodeName.replace('instanceID', 'deprecatedID')))
  return new XMLSerializer().serializeToString(read)
}
