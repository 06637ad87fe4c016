/** What people call an image; a desktop names the build that it runs from by a key. */
import { useQuery } from '@tanstack/react-query'
import { images } from '../pools/state'
import { useSuiteTitle } from '../pools/suite-titles'
import { nameOf } from './state'

export interface Titled {
  readonly title: string
  /** Of the version; null for one that was taken away, and for what is only a name. */
  readonly number: number | null
}

/** Of a key or of a name, which says it itself where no host tells its title. */
export function useImageTitle(): (key: string) => Titled {
  const { data = [] } = useQuery(images)
  const titled = useSuiteTitle()
  return key => {
    const name = nameOf(key)
    const own = data.filter(image => image.name === name)
    const version = own.flatMap(({ versions }) => versions).find(one => one.key === key)
    return { title: own[0] ? titled(own[0].title) : name, number: version?.number ?? null }
  }
}
