/** The reader's own drive on the home page. */
import { Quota } from './bar'

export default Quota
