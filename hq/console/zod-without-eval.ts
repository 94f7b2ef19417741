import { z } from 'zod';

// zod asks once whether it may compile code; the page's policy forbids that and would report it.
z.config({ jitless: true });
