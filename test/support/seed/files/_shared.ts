throw new Error('This file is not a seed');
