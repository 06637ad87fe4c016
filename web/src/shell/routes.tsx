/** Addresses. Everything but sign-in stands inside the frame, which asks who is there. */
import { createBrowserRouter } from 'react-router'
import { domains } from './domains'
import { Frame } from './frame'
import { Root } from './root'
import { NotFound, RouteProblem } from './states'

export const router = createBrowserRouter([
  {
    element: <Root />,
    errorElement: <RouteProblem bare />,
    children: [
      {
        path: '/sign-in',
        lazy: async () => ({ Component: (await import('@/identity/signin/page')).SignIn }),
      },
      {
        element: <Frame />,
        children: [
          {
            errorElement: <RouteProblem />,
            children: [
              {
                index: true,
                lazy: async () => ({ Component: (await import('./home/page')).Home }),
              },
              ...domains.flatMap(domain => domain.routes),
              { path: '*', element: <NotFound /> },
            ],
          },
        ],
      },
    ],
  },
])
