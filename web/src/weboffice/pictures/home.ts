/** What pictures on a sheet need to show themselves. */
import type { NodeViewConstructor } from 'prosemirror-view'
import type { Awareness } from 'y-protocols/awareness'
import type { Pictures } from './pictures'
import { type PictureHome, PictureView } from './view'
import { addressOf } from './wire'

/** On a sheet that is written on. */
export function livingPictures(pictures: Pictures, awareness: Awareness): NodeViewConstructor {
  return shownBy({
    addressOf: picture => pictures.addressOf(picture),
    goingOf: token => pictures.going.get().get(token),
    isHere: client => awareness.getStates().has(client),
    follow(again) {
      const leave = pictures.going.follow(again)
      awareness.on('update', again)
      return () => {
        leave()
        awareness.off('update', again)
      }
    },
  })
}

/** On a sheet that only shows. */
export function stillPictures(document: string): NodeViewConstructor {
  return shownBy({
    addressOf: picture => addressOf(document, picture),
    goingOf: () => undefined,
    isHere: () => false,
    follow: () => () => {},
  })
}

function shownBy(home: PictureHome): NodeViewConstructor {
  return (node, view, getPos) => new PictureView(node, view, getPos, home)
}
